import { describe, expect, test } from 'vitest'
import { InvalidAssetError, InvalidOptionError, isSdexError, SdexError, TimeoutError } from './errors.ts'

const seed = 'S'.padEnd(56, 'A')

describe('SdexError', () => {
  test('behavior: the message ends in the remedy, the name is the class', () => {
    const error = new TimeoutError({ message: 'Too slow.', remedy: 'Wait longer.' })
    expect(error.message).toBe('Too slow. Wait longer.')
    expect(error).toMatchObject({ name: 'TimeoutError', code: 'SDEX_TIMEOUT', retryable: true, remedy: 'Wait longer.' })
    expect(error).toBeInstanceOf(SdexError)
  })

  test('behavior: no text of it holds a seed', () => {
    const error = new InvalidAssetError({
      message: `Bad ${seed}.`,
      remedy: `Not ${seed}.`,
      input: { asset: `USD:${seed}` },
    })
    expect([error.message, error.remedy, error.stack, JSON.stringify(error)].join()).not.toContain(seed)
    expect(error.input).toEqual({ asset: 'USD:S…redacted' })
  })

  test('behavior: the cause is kept, and is absent where there was none', () => {
    const cause = new Error('socket closed')
    expect(new InvalidOptionError({ message: 'No.', remedy: 'Yes.', cause }).cause).toBe(cause)
    expect('cause' in new InvalidOptionError({ message: 'No.', remedy: 'Yes.' })).toBe(false)
  })
})

describe('isSdexError', () => {
  test('behavior: knows errors of another installed copy, and nothing else', () => {
    const fromAnotherCopy = Object.assign(new Error('x'), { '~sdex/error': true })
    expect(isSdexError(fromAnotherCopy)).toBe(true)
    expect(isSdexError(new TimeoutError({ message: 'x', remedy: 'y' }))).toBe(true)
    for (const other of [new Error('x'), null, undefined, 'SDEX_TIMEOUT', {}]) expect(isSdexError(other)).toBe(false)
  })
})
