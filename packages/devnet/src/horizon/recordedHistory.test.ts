import {
  Asset,
  encodeMuxedAccount,
  encodeMuxedAccountToAddress,
  getLiquidityPoolId,
  LiquidityPoolAsset,
  Operation,
  type xdr,
} from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { recording, shapeOf } from '../../test/recording.ts'
import { createMarket, effectRows, ORIGIN, operationRows, sent } from '../../test/retold.ts'
import type { LedgerClose } from '../transactions/createLedger.ts'
import { renderEffect } from './effectBody/renderEffect.ts'
import { renderOperation } from './operationBody/renderOperation.ts'

const xlm = Asset.native()
const { usd, eur, ...hand } = createMarket()
const [alice, bob] = [hand.id('alice'), hand.id('bob')]
const muxed = encodeMuxedAccountToAddress(encodeMuxedAccount(alice, '1278881'))

const pool = new LiquidityPoolAsset(eur, usd, 30)
const liquidityPoolId = Buffer.from(getLiquidityPoolId('constant_product', pool.getLiquidityPoolParameters())).toString(
  'hex',
)

/** Sends an operation whose body has to look like a recorded one. */
function send(name: string, source: string, operation: xdr.Operation): void {
  keep(name, hand.close(hand.sign(source, [operation])))
}

function keep(name: string, closed: LedgerClose): void {
  for (const row of operationRows(closed)) {
    if (!FRAME.has(row.body.type)) {
      bodies.set(name, sent(renderOperation(row, { origin: ORIGIN, joinsTransactions: false })))
    }
  }
  for (const row of effectRows(closed)) effects.set(row.effect.type, sent(renderEffect(row, ORIGIN)))
}
/** The begin and the end of a sponsorship. */
const FRAME: ReadonlySet<number> = new Set([16, 17])
const bodies = new Map<string, unknown>()
const effects = new Map<string, unknown>()

send('create_account', 'alice', Operation.createAccount({ destination: hand.id('new'), startingBalance: '5' }))
send('payment', 'alice', Operation.payment({ destination: bob, asset: usd, amount: '5' }))
send('change_trust_liquidity_pool_id', 'alice', Operation.changeTrust({ asset: pool, source: muxed }))
const range = { minPrice: '1', maxPrice: '2' }
const deposit = { liquidityPoolId, maxAmountA: '250', maxAmountB: '250', ...range, source: muxed }
send('liquidity_pool_deposit', 'alice', Operation.liquidityPoolDeposit(deposit))
const swap = { sendAsset: eur, destAsset: usd, destination: bob, path: [] }
send('', 'bob', Operation.pathPaymentStrictSend({ ...swap, sendAmount: '20', destMin: '1' }))
const withdraw = { liquidityPoolId, amount: '100', minAmountA: '50', minAmountB: '50', source: muxed }
send('liquidity_pool_withdraw', 'alice', Operation.liquidityPoolWithdraw(withdraw))
const price = { amount: '10', price: '2', offerId: '0' }
send('manage_sell_offer', 'bob', Operation.manageSellOffer({ selling: usd, buying: xlm, ...price }))
send(
  'manage_buy_offer',
  'alice',
  Operation.manageBuyOffer({ selling: xlm, buying: usd, buyAmount: '1', price: '2', offerId: '0' }),
)
send(
  'create_passive_sell_offer',
  'bob',
  Operation.createPassiveSellOffer({ selling: usd, buying: xlm, amount: '1', price: '9' }),
)
const path = { sendAsset: xlm, destAsset: eur, destination: alice, path: [usd] }
send('path_payment_strict_send', 'carol', Operation.pathPaymentStrictSend({ ...path, sendAmount: '2', destMin: '0.1' }))
send(
  'path_payment_strict_receive',
  'carol',
  Operation.pathPaymentStrictReceive({ ...path, destAmount: '1', sendMax: '9' }),
)
send(
  'set_trust_line_flags',
  'issuer',
  Operation.setTrustLineFlags({ trustor: bob, asset: usd, flags: { authorized: true, clawbackEnabled: false } }),
)
const carol = hand.id('carol')
const sponsored = [
  Operation.beginSponsoringFutureReserves({ sponsoredId: carol }),
  Operation.changeTrust({ asset: usd, source: carol }),
  Operation.endSponsoringFutureReserves({ source: carol }),
]
keep('change_trust_asset', hand.close(hand.sign('sponsor', sponsored, { signers: ['sponsor', 'carol'] })))
send('', 'carol', Operation.changeTrust({ asset: usd, limit: '9' }))
send('', 'carol', Operation.changeTrust({ asset: usd, limit: '0' }))
const set = { inflationDest: bob, clearFlags: 2, setFlags: 1, masterWeight: 10, homeDomain: 'example.com' } as const
const thresholds = { lowThreshold: 1, medThreshold: 10, highThreshold: 20 }
const signer = { ed25519PublicKey: bob, weight: 10 }
send('set_options', 'sponsor', Operation.setOptions({ ...set, ...thresholds, signer }))
send('account_merge', 'carol', Operation.accountMerge({ destination: alice }))

/** Which assets are lumens differs from case to case, and with them whether they have a code and an issuer. */
function comparable(body: unknown): unknown {
  return JSON.stringify(shapeOf(body))
    .replaceAll(/\["[a-z_]*asset_(code|issuer)","string"\],?/g, '')
    .replaceAll(',]', ']')
}

test.each([...bodies.keys()].filter((name) => name !== ''))('behavior: %s has the shape of a recorded one', (name) => {
  const recorded = recording(`operations/${name}.json`)
  if (recorded !== undefined) expect(comparable(bodies.get(name))).toBe(comparable(recorded))
  expect(bodies.get(name)).toMatchObject({ transaction_successful: true })
})

const recordedEffects = [
  'account_credited',
  'account_debited',
  'liquidity_pool_trade',
  'trade',
  'trustline_created',
  'trustline_removed',
  'trustline_updated',
]

test.each(recordedEffects)('behavior: the effect %s has the shape of a recorded one', (name) => {
  const recorded = recording(`effects/${name}.json`)
  if (recorded !== undefined) expect(comparable(effects.get(name))).toBe(comparable(recorded))
  expect(effects.get(name)).toMatchObject({ type: name })
})
