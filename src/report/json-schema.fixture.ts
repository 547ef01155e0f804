/** The part of JSON Schema (2020-12) that the published schema uses. Anything else in it throws, so that nothing goes unchecked. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** The places in `value` that a schema refuses, each with the reason; none where the value is valid. */
export function schemaProblems(root: JsonSchema, value: unknown): string[] {
  return problemsAt(root, root, value, '')
}

type Check = (argument: never, value: unknown, at: string, root: JsonSchema, schema: JsonSchema) => string[]

const annotations = ['$schema', '$defs', 'title', 'description']

const checks: Readonly<Record<string, Check>> = {
  $ref: (ref: string, value, at, root) =>
    problemsAt(root, (root.$defs as Record<string, JsonSchema>)[ref.replace('#/$defs/', '')] as JsonSchema, value, at),
  type: (type: string, value, at) => (typeOf(value, type) ? [] : [`${at}: no ${type}`]),
  const: (constant: unknown, value, at) => (value === constant ? [] : [`${at}: not ${constant}`]),
  enum: (allowed: unknown[], value, at) => (allowed.includes(value) ? [] : [`${at}: none of ${allowed}`]),
  minimum: (least: number, value, at) => (typeof value !== 'number' || value >= least ? [] : [`${at}: below ${least}`]),
  exclusiveMinimum: (least: number, value, at) =>
    typeof value !== 'number' || value > least ? [] : [`${at}: not above ${least}`],
  pattern: (pattern: string, value, at) =>
    typeof value !== 'string' || new RegExp(pattern, 'u').test(value) ? [] : [`${at}: no match`],
  required: (names: string[], value, at) =>
    isObject(value) ? names.filter((name) => !(name in value)).map((name) => `${at}/${name}: missing`) : [],
  properties: (properties: Record<string, JsonSchema>, value, at, root) =>
    isObject(value)
      ? Object.entries(properties).flatMap(([name, schema]) =>
          name in value ? problemsAt(root, schema, value[name], `${at}/${name}`) : [],
        )
      : [],
  additionalProperties: (schema: JsonSchema, value, at, root) =>
    isObject(value) ? Object.entries(value).flatMap(([name, one]) => problemsAt(root, schema, one, `${at}/${name}`)) : [],
  items: (schema: JsonSchema, value, at, root) =>
    Array.isArray(value) ? value.flatMap((one, index) => problemsAt(root, schema, one, `${at}/${index}`)) : [],
  prefixItems: (schemas: JsonSchema[], value, at, root) =>
    Array.isArray(value) ? schemas.flatMap((schema, index) => problemsAt(root, schema, value[index], `${at}/${index}`)) : [],
  minItems: (least: number, value, at) => (!Array.isArray(value) || value.length >= least ? [] : [`${at}: too few`]),
  maxItems: (most: number, value, at) => (!Array.isArray(value) || value.length <= most ? [] : [`${at}: too many`]),
  oneOf: (schemas: JsonSchema[], value, at, root) => {
    const valid = schemas.filter((schema) => problemsAt(root, schema, value, at).length === 0)
    return valid.length === 1 ? [] : [`${at}: ${valid.length} of ${schemas.length} alternatives`]
  },
}

function problemsAt(root: JsonSchema, schema: JsonSchema, value: unknown, at: string): string[] {
  return Object.entries(schema).flatMap(([keyword, argument]) => {
    if (annotations.includes(keyword)) return []
    const check = checks[keyword]
    if (check === undefined) throw new Error(`Unknown keyword ${keyword}`)
    return check(argument as never, value, at, root, schema)
  })
}

function typeOf(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value) && !Array.isArray(value)
  return typeof value === type
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
