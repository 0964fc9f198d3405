import { Asset, Claimant, getLiquidityPoolId, type Horizon, LiquidityPoolAsset, Operation } from '@stellar/stellar-sdk'
import { expect } from 'vitest'
import type { Devnet } from '../src/index.ts'
import { type Stage, sell, setStage } from './party.ts'

/** A market on which something of every kind happened, and by which names to find it again. */
export type HistoryStage = Stage & {
  readonly poolId: string
  readonly balanceId: string
  /** A trade, a payment that failed, and the creation of a claimable balance. */
  readonly trade: Submitted
  readonly failed: { readonly hash: string }
  readonly balance: Submitted
}
type Submitted = { readonly hash: string; readonly ledger: number }

/** Sets the market up, and lets a trade, a swap, a failed payment and a claimable balance happen. */
export async function setHistoryStage(net: Devnet, horizon: Horizon.Server): Promise<HistoryStage> {
  const stage = await setStage(net, horizon)
  const { issuer, maker, taker, usd } = stage
  const xlm = Asset.native()
  const shares = new LiquidityPoolAsset(xlm, usd, 30)
  const poolId = Buffer.from(getLiquidityPoolId('constant_product', shares.getLiquidityPoolParameters())).toString(
    'hex',
  )
  await maker.send(
    sell(usd, xlm, { amount: '10', price: '2' }),
    Operation.changeTrust({ asset: shares }),
    Operation.liquidityPoolDeposit({
      ...{ liquidityPoolId: poolId, maxAmountA: '100', maxAmountB: '50' },
      ...{ minPrice: '1', maxPrice: '3' },
    }),
  )
  const trade = await taker.send(sell(xlm, usd, { amount: '8', price: '0.5' }))
  const swap = { sendAsset: usd, destAsset: xlm, destination: taker.id, path: [] }
  await maker.send(Operation.pathPaymentStrictSend({ ...swap, sendAmount: '1', destMin: '1' }))
  const tooMuch = await taker.sign(Operation.payment({ destination: maker.id, asset: usd, amount: '1000000' }))
  await horizon.submitTransaction(tooMuch).catch((error: unknown) => error)
  const claimants = [new Claimant(taker.id)]
  const balance = await issuer.send(Operation.createClaimableBalance({ asset: xlm, amount: '7', claimants }))
  const [created] = (await horizon.effects().forTransaction(balance.hash).call()).records
  const balanceId = (created as { readonly balance_id?: string } | undefined)?.balance_id ?? ''
  await taker.send(Operation.claimClaimableBalance({ balanceId }))
  return { ...stage, poolId, balanceId, trade, failed: { hash: hex(tooMuch.hash()) }, balance }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** The first so many records of a stream. */
export async function readStream<Record>(
  open: (handlers: { onmessage: (record: unknown) => void }) => () => void,
  count: number,
): Promise<readonly Record[]> {
  const records: Record[] = []
  const end = open({ onmessage: (record) => void records.push(record as Record) })
  await expect.poll(() => records.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
  end()
  return records.slice(0, count)
}

/** Every record of a list, page by page, to the end. */
export async function readAll<Record extends Horizon.HorizonApi.BaseResponse>(
  first: Promise<Horizon.ServerApi.CollectionPage<Record>>,
): Promise<readonly Record[]> {
  const all: Record[] = []
  for (let page = await first; page.records.length > 0; page = await page.next()) all.push(...page.records)
  return all
}
