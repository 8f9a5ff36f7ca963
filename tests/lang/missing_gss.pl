# markers of the statistical service are missing, and their reason is kept
dataset place
  key code
  missing means gss
  field rate percent may be missing
let reason = why_missing(rate)
output code, rate, reason, reason = "confidential" as "secret", rate is missing as "gap"
output figures: mean(rate skip missing), count(place where rate is missing) as "gaps"
