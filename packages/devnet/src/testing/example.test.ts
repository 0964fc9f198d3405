import { type DevnetFixtures, devnetFixtures } from '@sdex/devnet/testing'
import { Horizon } from '@stellar/stellar-sdk'
import { test as base, expect } from 'vitest'

const test = base.extend<DevnetFixtures>(devnetFixtures())

test('behavior: an account is funded, and another only with the next ledger', async ({ net, account }) => {
  const horizon = new Horizon.Server(net.url, { allowHttp: true })
  const [lumens] = (await horizon.loadAccount(account.publicKey())).balances
  expect(lumens?.balance).toBe('10000.0000000')

  const submitted = net.fund({ accountId: 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF' })
  const { sequence } = await net.closeLedger()
  await submitted
  expect(net.ledger).toBe(sequence)
})
