import { Asset, Operation, type xdr } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { NOBODY } from '../identifiers.ts'
import type { Party } from '../party.ts'
import { isRefused } from '../refusals.ts'
import type { Stage } from '../stage/stage.ts'

/** Operations that fail, each by its code; of several accounts, the first pays. */
type Failures = {
  readonly parties: readonly Party[]
  readonly operations: readonly (readonly [code: string, operation: xdr.Operation])[]
}

function card(number: number, title: string, failuresOf: (stage: Stage) => Failures): Card {
  return {
    number,
    title,
    source: 'Horizon: services/horizon/internal/codes/main.go',
    needs: 'stage',
    run: async (probe) => {
      const { parties, operations } = failuresOf(probe.stage)
      const [payer, ...signers] = parties
      if (payer === undefined) return
      const transaction = await probe.sign(
        payer,
        operations.map(([, operation]) => operation),
        { signers },
      )
      await isRefused(probe, transaction, { transaction: 'tx_failed', operations: operations.map(([code]) => code) })
    },
  }
}

const xlm = Asset.native()
const at = (n: number, d: number): { n: number; d: number } => ({ n, d })

/** Codes of operations, which all run, also after one has failed. */
export const operationCodeCards: readonly Card[] = [
  card(224, 'codes of offers, two of which lack the prefix', ({ parties, newbie, usd, reg }) => {
    const { ward, maker } = parties
    const sell = (source: Party, selling: Asset, buying: Asset, amount: string, price = at(1, 1)): xdr.Operation =>
      Operation.manageSellOffer({ selling, buying, amount, price, offerId: '0', source: source.id })
    return {
      parties: [ward, maker, newbie],
      operations: [
        ['sell_not_authorized', sell(ward, reg, xlm, '1')],
        ['buy_not_authorized', sell(ward, xlm, reg, '1')],
        ['op_sell_no_trust', sell(ward, usd, xlm, '1')],
        ['op_buy_no_trust', sell(ward, xlm, usd, '1')],
        ['op_underfunded', sell(maker, usd, xlm, '100000', at(100, 1))],
        ['op_cross_self', sell(maker, xlm, usd, '1', at(1, 2))],
        ['op_line_full', sell(newbie, xlm, usd, '20', at(60, 1))],
        [
          'op_offer_not_found',
          Operation.manageBuyOffer({
            selling: xlm,
            buying: usd,
            buyAmount: '0',
            price: at(1, 1),
            offerId: '4611686018427387903',
            source: maker.id,
          }),
        ],
      ],
    }
  }),
  card(225, 'codes of payments', ({ parties, newbie, usd, reg }) => {
    const { ward, issuer, regulator, maker } = parties
    const pay = (from: Party, destination: string, asset: Asset, amount: string): xdr.Operation =>
      Operation.payment({ source: from.id, destination, asset, amount })
    return {
      parties: [ward, issuer, regulator],
      operations: [
        ['op_src_no_trust', pay(ward, maker.id, usd, '1')],
        ['op_no_destination', pay(ward, NOBODY, xlm, '1')],
        ['op_no_trust', pay(issuer, ward.id, usd, '1')],
        ['op_src_not_authorized', pay(ward, parties.holder.id, reg, '1')],
        ['op_not_authorized', pay(regulator, ward.id, reg, '1')],
        ['op_line_full', pay(issuer, newbie.id, usd, '501')],
        ['op_underfunded', pay(ward, maker.id, xlm, '900000')],
      ],
    }
  }),
  card(226, 'codes of path payments', ({ parties, usd, reg }) => {
    const { taker, maker, payer, holder } = parties
    const send = (from: Party, to: Party, destAsset: Asset, destMin: string): xdr.Operation =>
      Operation.pathPaymentStrictSend({
        source: from.id,
        sendAsset: xlm,
        sendAmount: '1',
        destination: to.id,
        destAsset,
        destMin,
      })
    const receive = (sendMax: string): xdr.Operation =>
      Operation.pathPaymentStrictReceive({
        source: taker.id,
        sendAsset: xlm,
        sendMax,
        destination: payer.id,
        destAsset: usd,
        destAmount: '5',
      })
    return {
      parties: [taker, maker],
      operations: [
        ['op_over_source_max', receive('0.1')],
        ['op_under_dest_min', send(taker, payer, usd, '100')],
        ['op_too_few_offers', send(taker, holder, reg, '1')],
        ['op_cross_self', send(maker, payer, usd, '0.1')],
      ],
    }
  }),
  card(227, 'codes of accounts, lines and data', ({ parties, newbie, usd }) => {
    const { maker, payer } = parties
    return {
      parties: [maker],
      operations: [
        ['op_already_exists', Operation.createAccount({ destination: payer.id, startingBalance: '1' })],
        ['op_low_reserve', Operation.createAccount({ destination: NOBODY, startingBalance: '0.5' })],
        ['op_invalid_limit', Operation.changeTrust({ asset: usd, limit: '1' })],
        ['op_no_issuer', Operation.changeTrust({ asset: new Asset('NONE', NOBODY) })],
        ['op_data_name_not_found', Operation.manageData({ name: 'nothing', value: null })],
        ['op_has_sub_entries', Operation.accountMerge({ destination: payer.id })],
        ['op_no_account', Operation.accountMerge({ destination: NOBODY })],
        ['op_does_not_exist', Operation.revokeDataSponsorship({ account: newbie.id, name: 'nothing' })],
      ],
    }
  }),
  card(228, 'codes of pools and claimable balances', ({ parties, poolId }) => {
    const { provider, taker } = parties
    const balanceId = `${'0'.repeat(8)}${'ab'.repeat(32)}`
    const deposit = (source: Party): xdr.Operation =>
      Operation.liquidityPoolDeposit({
        source: source.id,
        liquidityPoolId: poolId,
        maxAmountA: '1',
        maxAmountB: '1',
        minPrice: at(1_000, 1),
        maxPrice: at(2_000, 1),
      })
    const withdraw = (amount: string, minAmountA: string): xdr.Operation =>
      Operation.liquidityPoolWithdraw({
        source: provider.id,
        liquidityPoolId: poolId,
        amount,
        minAmountA,
        minAmountB: '0',
      })
    return {
      parties: [provider, taker],
      operations: [
        ['op_bad_price', deposit(provider)],
        ['op_no_trust', deposit(taker)],
        ['op_under_minimum', withdraw('1', '1000')],
        ['op_underfunded', withdraw('1000000', '0')],
        ['op_does_not_exist', Operation.claimClaimableBalance({ balanceId })],
      ],
    }
  }),
  card(229, 'codes of issuers', ({ parties, usd, reg }) => {
    const { issuer, regulator, maker, payer } = parties
    return {
      parties: [issuer, regulator],
      operations: [
        ['op_not_clawback_enabled', Operation.clawback({ asset: usd, from: maker.id, amount: '1' })],
        ['op_no_trust', Operation.clawback({ source: regulator.id, asset: reg, from: maker.id, amount: '1' })],
        [
          'op_no_trust',
          Operation.setTrustLineFlags({
            source: regulator.id,
            trustor: payer.id,
            asset: reg,
            flags: { authorized: true },
          }),
        ],
        [
          'op_cant_revoke',
          Operation.setTrustLineFlags({ trustor: maker.id, asset: usd, flags: { authorized: false } }),
        ],
        ['op_not_sponsored', Operation.endSponsoringFutureReserves({})],
      ],
    }
  }),
]
