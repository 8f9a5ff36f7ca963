# Where no row had a group, since what they are grouped by is an error in each, the value of the group was not applicable.
fund "A group that is an error"
dataset place "Places"
  key code
  field people count
band size
  when people > 5 then people
output code, max(people per size) as "most"
