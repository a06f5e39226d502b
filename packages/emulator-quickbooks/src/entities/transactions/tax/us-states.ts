/** The states of the United States and the federal district, by their postal codes. */
const NAMES = `
  AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
  |DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
  |KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
  |MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
  |NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
  |PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
  |VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming`;

const BY_CODE: ReadonlyMap<string, string> = new Map(
  NAMES.split("|").map((entry) => [entry.trim().slice(0, 2), entry.trim().slice(3)]),
);

/** `California` for `CA`, for `ca` and for `California`; undefined for anything else. */
export function stateName(text: string): string | undefined {
  const wanted = text.trim();
  const named = [...BY_CODE.values()].find((name) => name.toLowerCase() === wanted.toLowerCase());
  return BY_CODE.get(wanted.toUpperCase()) ?? named;
}
