import { MAX_STROOPS, STROOPS_PER_UNIT } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { Account, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createNetwork, type Network } from '../createNetwork.ts'
import { devnetKey } from '../traders/devnetKey.ts'
import { rootKeypair } from '../transactions/createLedger.ts'
import { createFriendbot, type Friendbot } from './createFriendbot.ts'

const PASSPHRASE = 'Test network of a friendbot'
const AMOUNT = 10n * STROOPS_PER_UNIT
const id = (at: number): string => devnetKey('friendbot', `${at}`).publicKey()

type Stage = { readonly network: Network; readonly friendbot: Friendbot; close(): void }

function start(): Stage {
  const clock = createVirtualClock(1_800_000_000_000)
  const network = createNetwork({
    maxDexOperations: undefined,
    passphrase: PASSPHRASE,
    protocol: 28,
    ledgerMs: 'manual',
    historyLedgers: 100,
    clock,
  })
  const friendbot = createFriendbot(network, rootKeypair(PASSPHRASE))
  const close = (): void => {
    friendbot.submitWaiting()
    network.close()
    friendbot.settle()
  }
  return { network, friendbot, close }
}

test('behavior: all who ask between two ledgers are funded by one transaction', async () => {
  const { network, friendbot, close } = start()
  const fundings = [1, 2, 3].map((at) => friendbot.fund(id(at), AMOUNT))
  close()
  const rows = await Promise.all(fundings)
  expect(new Set(rows.map(({ hash }) => hash)).size).toBe(1)
  expect(network.state.account(id(2))?.balance).toBe(AMOUNT)
})

test('behavior: beyond a hundred the rest follows with the next ledger', async () => {
  const { network, friendbot, close } = start()
  const fundings = Array.from({ length: 130 }, (_, at) => friendbot.fund(id(at), AMOUNT))
  close()
  expect(network.state.account(id(100))).toBeUndefined()
  close()
  const ledgers = (await Promise.all(fundings)).map(({ ledger }) => ledger)
  expect([ledgers[99], ledgers[100]]).toEqual([2, 3])
})

test('error: who has an account or has asked already is refused', async () => {
  const { friendbot, close } = start()
  const funded = friendbot.fund(id(1), AMOUNT)
  await expect(friendbot.fund(id(1), AMOUNT)).rejects.toMatchObject({ code: 'SDEX_DEVNET_FUNDING', input: id(1) })
  close()
  await funded
  await expect(friendbot.fund(id(1), AMOUNT)).rejects.toMatchObject({ code: 'SDEX_DEVNET_FUNDING' })
})

test('error: one that somebody else creates in the same ledger does not spoil the others', async () => {
  const { network, friendbot, close } = start()
  const payer = devnetKey('friendbot', 'payer')
  const paid = friendbot.fund(payer.publicKey(), 100n * STROOPS_PER_UNIT)
  close()
  await paid
  const outcomes = [1, 2].map((at) =>
    friendbot.fund(id(at), AMOUNT).then(
      () => 'funded',
      () => 'refused',
    ),
  )
  friendbot.submitWaiting()
  const sequence = network.state.account(payer.publicKey())?.sequence ?? 0n
  const builder = new TransactionBuilder(new Account(payer.publicKey(), sequence.toString()), {
    fee: '100',
    networkPassphrase: PASSPHRASE,
  })
  const transaction = builder
    .addOperation(Operation.createAccount({ destination: id(1), startingBalance: '5' }))
    .setTimeout(0)
    .build()
  transaction.sign(payer)
  const decoded = network.decode(transaction.toXDR())
  if (decoded !== undefined) network.submit(decoded)
  network.close()
  friendbot.settle()
  close()
  // The hashes of these very transactions put the payer's first.
  expect(await Promise.all(outcomes)).toEqual(['refused', 'funded'])
  expect(network.state.account(id(2))?.balance).toBe(AMOUNT)
})

test('error: an account id that is none, or an amount that no ledger could hold, is refused at once and spoils nobody', async () => {
  const { network, friendbot, close } = start()
  const funded = friendbot.fund(id(1), AMOUNT)
  const refused = { code: 'SDEX_INVALID_OPTION' }
  await expect(friendbot.fund('typo', AMOUNT)).rejects.toMatchObject({ ...refused, input: 'typo' })
  await expect(friendbot.fund(id(2), -1n)).rejects.toMatchObject({ ...refused, input: -1n })
  await expect(friendbot.fund(id(2), MAX_STROOPS + 1n)).rejects.toMatchObject(refused)
  close()
  await funded
  expect(network.state.account(id(1))?.balance).toBe(AMOUNT)
})

test('error: less than the reserve is refused, by the ledger and with its result', async () => {
  const { friendbot, close } = start()
  const funded = friendbot.fund(id(1), 1n)
  const refused = expect(funded).rejects.toThrow(/^Account G\w+ was not created: AAAA/)
  close()
  await refused
})

test('error: who waits is told with the ledger at which the queue drops the transaction', async () => {
  const { network, friendbot } = start()
  const refused = expect(friendbot.fund(id(1), AMOUNT)).rejects.toThrow('no ledger took the transaction')
  for (let ledger = 0; ledger < 4; ledger += 1) {
    friendbot.submitWaiting()
    network.close({ isEmpty: true, crafted: [] })
    friendbot.settle()
  }
  await refused
})

test('error: closing tells who waits', async () => {
  const { friendbot } = start()
  const asked = [1, 2].map((at) => friendbot.fund(id(at), AMOUNT))
  friendbot.submitWaiting()
  const waiting = friendbot.fund(id(3), AMOUNT)
  friendbot.close()
  for (const funding of [...asked, waiting]) await expect(funding).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
})
