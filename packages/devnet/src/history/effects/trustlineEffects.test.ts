import {
  AuthClawbackEnabledFlag,
  AuthRequiredFlag,
  AuthRevocableFlag,
  getLiquidityPoolId,
  LiquidityPoolAsset,
  Operation,
} from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { HandLedger } from '../../../test/handLedger.ts'
import { createParty, retold } from '../../../test/retold.ts'

function strictIssuer(): HandLedger {
  const hand = createParty()
  const setFlags = (AuthRequiredFlag | AuthRevocableFlag | AuthClawbackEnabledFlag) as never
  hand.close(hand.sign('issuer', [Operation.setOptions({ setFlags })]))
  return hand
}

function asset(hand: HandLedger): Record<string, string> {
  return { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: hand.id('issuer') }
}

test('behavior: a trustline is created, updated even to the same limit, and removed', () => {
  const hand = createParty()
  const trust = (limit: string) => Operation.changeTrust({ asset: hand.asset('USD', 'issuer'), limit })
  const closed = hand.close(hand.sign('alice', [trust('5'), trust('5'), trust('0')]))
  expect(retold(hand, closed)).toEqual([
    ['alice', 'trustline_created', { ...asset(hand), limit: '5.0000000' }],
    ['alice', 'trustline_updated', { ...asset(hand), limit: '5.0000000' }],
    ['alice', 'trustline_removed', { ...asset(hand), limit: '0.0000000' }],
  ])
})

test('behavior: a line of pool shares makes the pool with the first and removes it with the last', () => {
  const hand = createParty()
  const [eur, usd] = [hand.asset('EUR', 'issuer'), hand.asset('USD', 'issuer')]
  const shares = new LiquidityPoolAsset(eur, usd, 30)
  hand.close(
    hand.sign(
      'alice',
      [eur, usd].map((line) => Operation.changeTrust({ asset: line })),
    ),
  )
  const trust = (limit: string) => Operation.changeTrust({ asset: shares, limit })
  const closed = hand.close(hand.sign('alice', [trust('5'), trust('7'), trust('0')]))
  const poolId = poolIdOf(hand)
  const line = { asset_type: 'liquidity_pool_shares', liquidity_pool_id: poolId }
  expect(retold(hand, closed)).toEqual([
    ['alice', 'trustline_created', { ...line, limit: '5.0000000' }],
    [
      'alice',
      'liquidity_pool_created',
      {
        liquidity_pool: {
          ...{ id: poolId, fee_bp: 30, type: 'constant_product', total_trustlines: '1', total_shares: '0.0000000' },
          reserves: ['EUR', 'USD'].map((code) => ({ asset: `${code}:${hand.id('issuer')}`, amount: '0.0000000' })),
        },
      },
    ],
    ['alice', 'trustline_updated', { ...line, limit: '7.0000000' }],
    ['alice', 'trustline_removed', { ...line, limit: '0.0000000' }],
    ['alice', 'liquidity_pool_removed', { liquidity_pool_id: poolId }],
  ])
})

function poolIdOf(hand: HandLedger): string {
  return Buffer.from(
    getLiquidityPoolId('constant_product', {
      assetA: hand.asset('EUR', 'issuer'),
      assetB: hand.asset('USD', 'issuer'),
      fee: 30,
    }),
  ).toString('hex')
}

test('behavior: each form of AllowTrust is told twice; what stands between full and none has no flag', () => {
  const hand = strictIssuer()
  hand.close(hand.sign('alice', [Operation.changeTrust({ asset: hand.asset('USD', 'issuer') })]))
  const allow = (authorize: number) =>
    Operation.allowTrust({ trustor: hand.id('alice'), assetCode: 'USD', authorize: authorize as never })
  const bare = { trustor: hand.id('alice'), asset_type: 'credit_alphanum4', asset_code: 'USD' }
  const flags = { ...asset(hand), trustor: hand.id('alice') }
  expect(retold(hand, hand.close(hand.sign('issuer', [allow(1), allow(2), allow(0)])))).toEqual([
    ['issuer', 'trustline_authorized', bare],
    ['issuer', 'trustline_flags_updated', { ...flags, authorized_flag: true }],
    ['issuer', 'trustline_authorized_to_maintain_liabilities', bare],
    ['issuer', 'trustline_flags_updated', flags],
    ['issuer', 'trustline_deauthorized', bare],
    ['issuer', 'trustline_flags_updated', { ...flags, authorized_flag: false }],
  ])
})

test('behavior: flags are told as the operation sets and clears them; that for keeping liabilities has no name', () => {
  const hand = strictIssuer()
  hand.close(hand.sign('alice', [Operation.changeTrust({ asset: hand.asset('USD', 'issuer') })]))
  const set = (flags: { authorized?: boolean; authorizedToMaintainLiabilities?: boolean; clawbackEnabled?: boolean }) =>
    Operation.setTrustLineFlags({ trustor: hand.id('alice'), asset: hand.asset('USD', 'issuer'), flags })
  const flags = { ...asset(hand), trustor: hand.id('alice') }
  const closed = hand.close(
    hand.sign('issuer', [
      set({ authorized: true, clawbackEnabled: false }),
      set({ authorizedToMaintainLiabilities: false }),
      set({ authorized: false }),
    ]),
  )
  expect(retold(hand, closed)).toEqual([
    ['issuer', 'trustline_flags_updated', { ...flags, authorized_flag: true, clawback_enabled_flag: false }],
    ['issuer', 'trustline_flags_updated', flags],
    ['issuer', 'trustline_flags_updated', { ...flags, authorized_flag: false }],
  ])
})
