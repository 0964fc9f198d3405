import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

/** A JSON Schema, as the description writes them. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly nullable?: boolean
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** Horizon's OpenAPI description. */
export type Description = {
  /** What a GET of each route answers. */
  readonly answers: ReadonlyMap<string, Schema>
  named(name: string): Schema
  /** What one record of a schema is: many describe a page of them. */
  recordOf(schema: Schema): Schema
  /** What a value has otherwise than a schema says. */
  differences(schema: Schema, value: unknown, place?: string): readonly Difference[]
}

/** At `balances[].limit`, say, where an array's indexes are left out; at `` for the whole record. */
export type Difference = { readonly place: string; readonly what: string }

export const UNDESCRIBED = 'is not described'

type File = {
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: Readonly<Record<string, Response>> } }>
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}
type Response = { readonly content: { readonly 'application/json': { readonly schema: Schema } } }

const FILE = fileURLToPath(new URL('../../../../../shared/data/horizon-openapi.yml', import.meta.url))

/** The description, where it is at hand; undefined where not. */
export function readDescription(): Description | undefined {
  return existsSync(FILE) ? describe(parse(readFileSync(FILE, 'utf8')) as File) : undefined
}

function describe({ paths, components: { schemas } }: File): Description {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  const validators = new Map<Schema, ValidateFunction>()

  const named = (name: string): Schema => {
    const schema = schemas[name]
    if (schema === undefined) throw new Error(`The description has no schema ${name}`)
    return schema
  }
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref !== undefined) return resolve(named(schema.$ref.split('/').at(-1) ?? ''))
    if (schema.allOf === undefined) return schema
    const parts = [{ ...schema, allOf: undefined }, ...schema.allOf.map(resolve)]
    const { allOf: _, ...merged } = Object.assign({}, ...parts) as Schema
    return {
      ...merged,
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
      required: parts.flatMap(({ required }) => required ?? []),
    }
  }
  /** Validates one level: members and elements are looked at by themselves. */
  const validatorOf = (schema: Schema): ValidateFunction => {
    const known = validators.get(schema)
    if (known !== undefined) return known
    const { properties: _, items: __, nullable, type, pattern, ...rest } = schema
    const types = type === undefined ? {} : { type: nullable === true ? [type, 'null'].flat() : type }
    // Of a whole text: unanchored, the pattern of an account's address would let some of the longer ones pass.
    const whole = pattern === undefined ? {} : { pattern: `^${pattern}$` }
    const validator = ajv.compile({ ...rest, ...types, ...whole })
    validators.set(schema, validator)
    return validator
  }
  const differences: Description['differences'] = (given, value, place = '') => {
    const schema = resolve(given)
    const alternatives = schema.oneOf ?? schema.anyOf
    if (alternatives !== undefined) {
      const found = alternatives.map((alternative) => differences(alternative, value, place))
      return found.reduce((best, next) => (next.length < best.length ? next : best))
    }
    const validate = validatorOf(schema)
    const here = validate(value) ? [] : (validate.errors ?? []).map(({ message = '' }) => ({ place, what: message }))
    if (Array.isArray(value)) {
      const { items } = schema
      return items === undefined
        ? here
        : [...here, ...value.flatMap((element) => differences(items, element, `${place}[]`))]
    }
    const { properties } = schema
    if (typeof value !== 'object' || value === null || properties === undefined) return here
    const inside = Object.entries(value).flatMap(([key, member]) => {
      const inner = place === '' ? key : `${place}.${key}`
      const described = properties[key]
      return described === undefined ? [{ place: inner, what: UNDESCRIBED }] : differences(described, member, inner)
    })
    return [...here, ...inside]
  }
  const recordOf = (schema: Schema): Schema => {
    const resolved = resolve(schema)
    const records = resolved.properties?.['_embedded']?.properties?.['records']
    return records === undefined ? resolved : (records.items ?? records)
  }
  const answers = Object.entries(paths).flatMap(([path, { get }]) => {
    const schema = get?.responses['200']?.content['application/json'].schema
    return schema === undefined ? [] : [[path, schema] as const]
  })
  return { answers: new Map(answers), named, recordOf, differences }
}
