import type { Random } from "./random.js";

/** Values that no key expects, or only some. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  "",
  "0",
  "a\u202eb\u001b[31m",
  "\ud800",
  0,
  -1,
  0.5,
  255,
  1e308,
  2 ** 53,
  2 ** 32,
  [],
  [null],
  {},
  { "": 0 },
];

/** A copy of a JSON value with a few changes at any depth: replaced, left out, doubled, added, nested. */
export function mutateJson(value: unknown, random: Random): unknown {
  let changed: unknown = structuredClone(value);
  const changes = 1 + random.integer(3);
  for (let i = 0; i < changes; i++) changed = changeSomewhere(changed, random);
  return changed;
}

function changeSomewhere(value: unknown, random: Random): unknown {
  if (typeof value === "object" && value !== null && random.chance(0.85)) {
    return Array.isArray(value) ? changedList(value, random) : changedObject(value as JsonObject, random);
  }
  return changedValue(value, random);
}

type JsonObject = Record<string, unknown>;

function changedList(list: readonly unknown[], random: Random): unknown[] {
  if (list.length === 0) return [random.pick(STRANGE)];
  const at = random.integer(list.length);
  const changed = [...list];
  switch (random.integer(8)) {
    case 0:
      changed.splice(at, 1);
      break;
    case 1:
      changed.splice(at, 0, structuredClone(list[at]));
      break;
    case 2:
      changed.splice(at, 0, random.pick(STRANGE));
      break;
    case 3:
      changed.reverse();
      break;
    default:
      changed[at] = changeSomewhere(list[at], random);
  }
  return changed;
}

function changedObject(object: JsonObject, random: Random): JsonObject {
  const keys = Object.keys(object);
  if (keys.length === 0 || random.chance(0.05)) {
    // As JSON.parse makes it: a key of its own.
    return { ...object, ...(JSON.parse('{"__proto__":1,"more":[1]}') as JsonObject) };
  }
  const key = random.pick(keys);
  if (random.chance(0.1)) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  if (random.chance(0.1)) return { ...object, [key.toLowerCase()]: object[key] };
  return { ...object, [key]: changeSomewhere(object[key], random) };
}

function changedValue(value: unknown, random: Random): unknown {
  if (typeof value === "number" && random.chance(0.6)) {
    return random.pick([value + 1, value - 1, -value, value * 2, value + 0.5, value * 2 ** 32]);
  }
  if (typeof value === "string" && random.chance(0.5)) {
    return random.pick([`${value} `, value.toUpperCase(), value.slice(1), value.repeat(50)]);
  }
  return random.chance(0.05) ? deep(random) : structuredClone(random.pick(STRANGE));
}

function deep(random: Random): unknown {
  let value: unknown = 0;
  for (let depth = random.integer(3000); depth > 0; depth--) value = depth % 2 === 0 ? [value] : { a: value };
  return value;
}
