import { StrKey, type xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { renderPreconditions } from './preconditionsBody.ts'

const NOTHING: xdr.PreconditionsV2Wire = {
  timeBounds: null,
  ledgerBounds: null,
  minSeqNum: null,
  minSeqAge: 0n,
  minSeqLedgerGap: 0,
  extraSigners: [],
}
const render = (v2: Partial<xdr.PreconditionsV2Wire>): unknown =>
  JSON.parse(JSON.stringify(renderPreconditions({ type: 2, v2: { ...NOTHING, ...v2 } })))

test('behavior: nothing asked is nothing shown, and a newer envelope that asks nothing an empty object', () => {
  expect(renderPreconditions({ type: 0 })).toBeUndefined()
  expect(render({})).toEqual({})
})

test('behavior: no end is left out, and one past what Horizon can store is cut to that', () => {
  const bounds = (maxTime: bigint): unknown =>
    renderPreconditions({ type: 1, timeBounds: { minTime: 0n, maxTime } })?.['timebounds']
  expect(bounds(0n)).toEqual({ min_time: '0', max_time: undefined })
  expect(bounds(5n)).toEqual({ min_time: '0', max_time: '5' })
  expect(bounds(2n ** 64n - 1n)).toEqual({ min_time: '0', max_time: '9223372036854775807' })
  expect(render({ ledgerBounds: { minLedger: 7, maxLedger: 0 } })).toEqual({ ledgerbounds: { min_ledger: 7 } })
})

test('behavior: sequence numbers and ages are strings, gaps are numbers', () => {
  expect(render({ minSeqNum: 0n, minSeqAge: 60n, minSeqLedgerGap: 3 })).toEqual({
    min_account_sequence: '0',
    min_account_sequence_age: '60',
    min_account_sequence_ledger_gap: 3,
  })
})

test('behavior: each kind of extra signer has its own letter', () => {
  const bytes = new Uint8Array(32).fill(5)
  const extraSigners: xdr.SignerKeyWire[] = [
    { type: 0, ed25519: bytes },
    { type: 1, preAuthTx: bytes },
    { type: 2, hashX: bytes },
    { type: 3, ed25519SignedPayload: { ed25519: bytes, payload: new Uint8Array([1, 2, 3]) } },
  ]
  const { extra_signers: shown } = render({ extraSigners }) as { readonly extra_signers: readonly string[] }
  expect(shown.map(([letter]) => letter).join('')).toBe('GTXP')
  expect(shown[0]).toBe(StrKey.encodeEd25519PublicKey(bytes))
  expect(StrKey.isValidSignedPayload(shown[3] ?? '')).toBe(true)
})
