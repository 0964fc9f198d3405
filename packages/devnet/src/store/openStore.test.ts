import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVirtualClock } from '@sdex/testkit'
import { afterAll, expect, test } from 'vitest'
import { createNetwork } from '../createNetwork.ts'
import type { StoreThread } from './createStoreThread.ts'
import { openStore, type StorableLedger, type Store } from './openStore.ts'
import type { StoreRequest } from './storeMessages.ts'

const folder = mkdtempSync(join(tmpdir(), 'sdex-open-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A thread whose disk is full from some ledger on. */
function createFillingThread(room: number): StoreThread & { readonly asked: readonly StoreRequest['type'][] } {
  const asked: StoreRequest['type'][] = []
  return {
    asked,
    ask: async ({ type }) => {
      asked.push(type)
      if (asked.filter((each) => each === 'append').length > room) throw new Error('disk is full')
    },
    close: async () => {},
  }
}

async function start(thread: StoreThread): Promise<{ store: Store; told: unknown[]; next: () => StorableLedger }> {
  const told: unknown[] = []
  const store = await openStore({
    folder,
    identity: 'a network',
    historyLedgers: 100,
    onError: (error) => told.push(error),
    startThread: () => thread,
  })
  const network = createNetwork({
    maxDexOperations: undefined,
    passphrase: 'Test network of a store',
    protocol: 28,
    ledgerMs: 'manual',
    historyLedgers: 100,
    clock: createVirtualClock(1_800_000_000_000),
  })
  const next = (): StorableLedger => {
    const close = network.close()
    const history = network.history.closed(close.header.ledgerSequence)
    if (history === undefined) throw new Error('a ledger without a history')
    return { close, history, assets: network.history.assets() }
  }
  return { store, told, next }
}

test('behavior: while more waits for the disk than may, ledgers are asked to wait', async () => {
  const { store, next } = await start(createFillingThread(100))
  for (let ledger = 0; ledger < 9; ledger += 1) store.append(next())
  expect(store.isBehind).toBe(true)
  await store.caughtUp()
  expect(store.isBehind).toBe(false)
})

test('error: a disk that fails is told once, and ledgers go on without it', async () => {
  const thread = createFillingThread(2)
  const { store, told, next } = await start(thread)
  for (let ledger = 0; ledger < 20; ledger += 1) store.append(next())
  await store.caughtUp()
  expect(store.isBehind).toBe(false)
  for (let ledger = 0; ledger < 20; ledger += 1) store.append(next())
  expect(store.isBehind).toBe(false)
  await store.close()
  expect(told).toEqual([new Error('disk is full')])
  expect(thread.asked).toEqual(['open', 'append', 'append', 'append'])
})
