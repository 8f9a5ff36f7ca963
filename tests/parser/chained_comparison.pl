rule middling
  when 1 < x < 3
rule banded
  when 15% <= rate < 30%
