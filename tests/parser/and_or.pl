rule eligible "The place may be funded"
  when poor and small or rural
