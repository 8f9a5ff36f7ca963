score need "Need"
  weight 50% on
