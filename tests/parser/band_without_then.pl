band size
  when population > 2m "large"
  otherwise "small"
