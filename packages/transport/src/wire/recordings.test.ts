import { expect, test } from 'vitest'
import { recordings } from '../../test/bodies/recordings.ts'

const isHere = recordings.length > 0

test.skipIf(!isHere)('behavior: every recorded body is read', () => {
  for (const { name, body, read } of recordings) expect(read(body), name).toBeTypeOf('object')
})

test.skipIf(!isHere)('behavior: each recorded operation and effect is read as its kind', () => {
  for (const { name, body, read } of recordings) {
    const [, typeName] = /^recorded (?:effects|operations)\/(\w+)\.json$/.exec(name) ?? []
    if (typeName === undefined) continue
    const { type } = read(body) as { readonly type: string }
    expect(typeName === 'set_options' ? type === 'other' : typeName.startsWith(type), `${name} is ${type}`).toBe(true)
  }
})
