import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountId } from '../test/arbitraries.ts'
import { InvalidAccountIdError } from './errors.ts'
import { decodeAccountId, encodeAccountId, isAccountId } from './strkey.ts'

// The test vector of SEP-23.
const known = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'
const knownKey = '3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a'

describe('account ids', () => {
  test('behavior: decode and encode as SEP-23 says', () => {
    expect(toHex(decodeAccountId(known))).toBe(knownKey)
    expect(encodeAccountId(decodeAccountId(known))).toBe(known)
  })

  test.each([
    ['empty', ''],
    ['a letter short', known.slice(0, 55)],
    ['a letter long', `${known}A`],
    ['lower case', known.toLowerCase()],
    ['a letter outside of base32', `${known.slice(0, 20)}1${known.slice(21)}`],
    ['a secret seed', 'SAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGKK'],
    ['a contract id', 'CA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAXE'],
    ['a muxed account', 'MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ'],
    ['no text', undefined as unknown as string],
  ])('error: %s is none', (_what, text) => {
    expect(isAccountId(text)).toBe(false)
    expect(() => decodeAccountId(text)).toThrow(InvalidAccountIdError)
  })

  test('error: a key of another length has none', () => {
    expect(() => encodeAccountId(new Uint8Array(31))).toThrow(InvalidAccountIdError)
  })

  test('property: every 32 bytes have one, and it decodes to them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        expect(decodeAccountId(encodeAccountId(key))).toEqual(key)
      }),
    )
  })

  test('property: one wrong letter is always noticed', () => {
    fc.assert(
      fc.property(accountId, fc.nat(55), fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), (id, at, letter) => {
        fc.pre(id[at] !== letter)
        expect(isAccountId(id.slice(0, at) + letter + id.slice(at + 1))).toBe(false)
      }),
    )
  })
})

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
