import { ExpectationError } from './errors.ts'
import { isObject, type Json } from './json.ts'

/** One member that a body has. */
type Member = {
  readonly name: string
  readonly kind: Kind
  readonly isOptional: boolean
  readonly mayBeNull: boolean
  /** Of an object, or of each element of an array. */
  readonly members: readonly Member[]
}
type Kind = 'text' | 'number' | 'quoted' | 'boolean' | 'amount' | 'time' | 'object' | 'array'

const MARKS: readonly (readonly [string, Kind])[] = [
  ['"#"', 'quoted'],
  ['#', 'number'],
  ['!', 'boolean'],
  ['$', 'amount'],
  ['@', 'time'],
]

/**
 * Holds an object against a template of its members, in the order in which they are sent:
 * `id paging_token ledger# sequence"#" successful! amount$ created_at@ memo? price{n# d#} records[id] closed_at@~`.
 * A bare name is a text; `#` a number, `"#"` an integer in quotes, `!` a boolean, `$` an amount with seven decimals, `@` a time in whole seconds;
 * `?` may be absent, `~` may be null; empty braces or brackets hold anything.
 */
export function hasShape(what: string, value: Json | undefined, template: string): void {
  checkObject(what, value, parseTemplate(template))
}

function parseTemplate(template: string): readonly Member[] {
  const tokens = template.match(/[a-z0-9_]+|"#"|[#!$@?~{}[\]]/g) ?? []
  let next = 0
  const parseMembers = (): readonly Member[] => {
    const members: Member[] = []
    while (next < tokens.length && !isClosing(tokens[next])) members.push(parseMember())
    return members
  }
  const parseMember = (): Member => {
    const name = tokens[next] ?? ''
    next += 1
    let kind: Kind = 'text'
    let marks = ''
    let members: readonly Member[] = []
    for (let token = tokens[next]; token !== undefined && !/^[a-z0-9_]|^[\]}]$/.test(token); token = tokens[next]) {
      next += 1
      if (token === '{' || token === '[') {
        kind = token === '{' ? 'object' : 'array'
        members = parseMembers()
        next += 1
      } else marks += token
    }
    const marked = MARKS.find(([mark]) => marks.includes(mark))
    return {
      name,
      kind: marked?.[1] ?? kind,
      isOptional: marks.includes('?'),
      mayBeNull: marks.includes('~'),
      members,
    }
  }
  return parseMembers()
}

function isClosing(token: string | undefined): boolean {
  return token === '}' || token === ']'
}

function checkObject(what: string, value: Json | undefined, members: readonly Member[]): void {
  if (!isObject(value)) throw new ExpectationError({ what, actual: value, expected: 'an object' })
  const expected = members.filter(({ name, isOptional }) => !isOptional || name in value)
  const actual = Object.keys(value).join(' ')
  const names = expected.map(({ name }) => name).join(' ')
  if (actual !== names) throw new ExpectationError({ what: `${what}, members`, actual, expected: names })
  for (const member of expected) checkMember(`${what}, ${member.name}`, value[member.name], member)
}

function checkMember(what: string, value: Json | undefined, { kind, mayBeNull, members }: Member): void {
  if (value === null && mayBeNull) return
  if (!isOfKind(value, kind)) throw new ExpectationError({ what, actual: value, expected: DESCRIPTIONS[kind] })
  if (members.length === 0) return
  if (kind === 'object') checkObject(what, value, members)
  else
    for (const [index, element] of (value as readonly Json[]).entries())
      checkObject(`${what} ${index}`, element, members)
}

const DESCRIPTIONS: Readonly<Record<Kind, string>> = {
  text: 'a text',
  number: 'a number',
  quoted: 'an integer in quotes',
  boolean: 'true or false',
  amount: 'an amount with seven decimals',
  time: 'a UTC time in whole seconds',
  object: 'an object',
  array: 'an array',
}

function isOfKind(value: Json | undefined, kind: Kind): boolean {
  switch (kind) {
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'object':
      return isObject(value)
    case 'array':
      return Array.isArray(value)
    case 'text':
      return typeof value === 'string'
    case 'quoted':
      return typeof value === 'string' && /^-?\d+$/.test(value)
    case 'amount':
      return typeof value === 'string' && /^-?\d+\.\d{7}$/.test(value)
    case 'time':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)
  }
}
