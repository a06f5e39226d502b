import avro from "avsc";

/** Schemas of all orgs of the process; the one that was asked for first makes room. */
const TYPES_MAX = 64;

const types = new Map<string, avro.Type>();

/** The type of an Avro schema as JSON. Making one costs as much as a thousand events, so each is made once. */
export function typeOfSchema(json: string): avro.Type {
  const known = types.get(json);
  if (known !== undefined) return known;
  const [oldest] = types.keys();
  if (types.size >= TYPES_MAX && oldest !== undefined) types.delete(oldest);
  const made = avro.Type.forSchema(JSON.parse(json) as avro.Schema);
  types.set(json, made);
  return made;
}
