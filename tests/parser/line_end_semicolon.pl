param budget = £4m;
let a = { 3 };
