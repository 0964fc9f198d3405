import { setTimeout as wait } from 'node:timers/promises'
import { devnetKey } from '@sdex/devnet'
import { parseAmount } from '@sdex/primitives'
import { Account, Asset, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { filter, firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import type { OrderTerms } from '../src/index.ts'
import { type Stage, setStage } from './stage.ts'

function sellOf({ market }: Stage): OrderTerms {
  return { market, side: 'sell', price: { n: 1, d: 4 }, amount: parseAmount('10') }
}

/** Transactions of the account that a ledger has applied, by hash. */
function watchLedgers({ net }: Stage): Map<string, number> {
  const applied = new Map<string, number>()
  net.onLedgerClosed(({ transactions }) => {
    for (const { hash, isSuccessful } of transactions) if (isSuccessful) applied.set(hash, (applied.get(hash) ?? 0) + 1)
  })
  return applied
}

test('behavior: a server that takes its time is waited for', async () => {
  await using stage = await setStage({ submissionDelayMs: 1_500 })
  const placed = await stage.orders.place(sellOf(stage))
  expect(placed).toMatchObject({ status: 'applied' })
  expect(placed.elapsedMs).toBeGreaterThanOrEqual(1_500)
})

test('behavior: an order whose caller left is seen to its end in the background, and stop() cancels what it left', async () => {
  await using stage = await setStage({ submissionDelayMs: 1_000 })
  const { orders, offers } = stage
  const applied = watchLedgers(stage)
  const leaving = new AbortController()
  const placed = orders.place(sellOf(stage), { signal: leaving.signal }).catch((error: unknown) => error)
  const { hash, validUntilMs } = await stage.sent()
  leaving.abort()
  expect(await placed).toMatchObject({ code: 'SDEX_ABORTED', input: { hash, validUntilMs } })
  expect(offers()).toEqual([])
  const report = await orders.stop()
  expect(applied.get(hash)).toBe(1)
  expect(report).toMatchObject({ status: 'flat', cancels: [{ status: 'applied' }] })
  expect(offers()).toEqual([])
})

test('behavior: an order is applied once though the listener dies and comes back in the middle', async () => {
  await using stage = await setStage({ submissionDelayMs: 500 })
  const { net, orders, offers } = stage
  const applied = watchLedgers(stage)
  const placed = orders.place(sellOf(stage))
  const { hash } = await stage.sent()
  await net.stopListening()
  await wait(1_000)
  await net.listen()
  expect(await placed).toMatchObject({ hash, status: 'applied' })
  expect(applied.get(hash)).toBe(1)
  expect(offers()).toHaveLength(1)
})

test('behavior: an order that reaches nobody before its bound is proved dead, and the next one is applied', {
  timeout: 60_000,
}, async () => {
  await using stage = await setStage({}, { validForMs: 10_000 })
  const { net, orders, offers } = stage
  await orders.place(sellOf(stage)) // so that everything is connected
  await net.stopListening()
  const late = orders.place({ ...sellOf(stage), price: { n: 1, d: 2 } })
  const { validUntilMs } = await stage.sent()
  await new Promise<void>((resolve) => {
    net.onLedgerClosed(({ closedAtMs }) => closedAtMs > validUntilMs && resolve())
  })
  await net.listen()
  const settlement = await late
  expect(['expired', 'rejected']).toContain(settlement.status)
  expect(offers()).toHaveLength(1)
  expect(await orders.place({ ...sellOf(stage), price: { n: 1, d: 3 } })).toMatchObject({ status: 'applied' })
})

test('behavior: another program that uses the key is told, and the next order goes on behind it', async () => {
  await using stage = await setStage({ submissionDelayMs: 1_000 })
  const { net, orders } = stage
  const keypair = devnetKey(net.seed, 'own')
  const placed = orders.place(sellOf(stage))
  await stage.sent()
  const source = new Account(orders.accountId, (net.account(orders.accountId)?.sequence ?? 0n).toString())
  const foreign = new TransactionBuilder(source, { fee: '100', networkPassphrase: net.passphrase })
    .addOperation(Operation.payment({ destination: orders.accountId, asset: Asset.native(), amount: '1' }))
    .setTimeout(0)
    .build()
  foreign.sign(keypair)
  net.submit(foreign.toXdr())
  const { status, refusal } = await placed
  expect({ status, code: refusal?.code }).toEqual({ status: 'rejected', code: 'tx_bad_seq' })
  expect(await orders.place(sellOf(stage))).toMatchObject({ status: 'applied' })
})

test('behavior: stop() without a server says what may still be open within its time', async () => {
  await using stage = await setStage()
  const { net, orders } = stage
  await orders.place(sellOf(stage))
  await firstValueFrom(orders.orders$.pipe(filter(({ offers }) => offers.length === 1)))
  const following = orders.orders$.subscribe()
  await net.stopListening()
  const report = await orders.stop({ timeoutMs: 1_000 })
  expect(report.status).toBe('unproved')
  following.unsubscribe()
})
