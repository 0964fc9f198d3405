import { isAccountId } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { accountIdOf } from './accountIdOf.ts'

test('behavior: valid, the same for the same name, different for others', () => {
  const ids = ['issuer', 'maker', 1, 2].map(accountIdOf)
  expect(ids.every(isAccountId)).toBe(true)
  expect(new Set(ids).size).toBe(4)
  expect(accountIdOf('issuer')).toBe(ids[0])
  expect(accountIdOf('1')).toBe(ids[2])
})
