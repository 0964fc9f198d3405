import { Keypair } from '@stellar/stellar-sdk'
import { createDevnet } from '../createDevnet.ts'
import type { Devnet } from '../devnet.ts'
import type { DevnetOptions } from '../devnetOptions.ts'

/** What a test is given. */
export type DevnetFixtures = {
  /** One network for the whole file, closed with it. */
  readonly net: Devnet
  /** A new account for each test, with 10,000 lumens of friendbot's. */
  readonly account: Keypair
}

/** A fixture as `test.extend` takes it. */
export type FixtureOf<Value, Needs> = (needs: Needs, use: (value: Value) => Promise<void>) => Promise<void>

/**
 * Fixtures for vitest's `test.extend`: a network that the tests of a file share, and an account of its own for each test.
 *
 * @param options - Of the network. Ledgers are closed by hand unless it says otherwise, so that tests wait for nothing.
 * @returns To be given to `test.extend`. Nothing is started before a test asks for it.
 * @example
 * ```ts
 * import { test as base } from 'vitest'
 * import { type DevnetFixtures, devnetFixtures } from '@sdex/devnet/testing'
 *
 * const test = base.extend<DevnetFixtures>(devnetFixtures())
 *
 * test('an account is funded', async ({ net, account }) => {
 *   expect(net.account(account.publicKey())?.balance).toBe(10_000_0000000n)
 * })
 * ```
 */
export function devnetFixtures(options: DevnetOptions = {}): {
  net: [FixtureOf<Devnet, object>, { scope: 'file' }]
  account: FixtureOf<Keypair, { readonly net: Devnet }>
} {
  return {
    net: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs, and this one needs nothing.
      async ({}, use) => {
        await using net = await createDevnet({ ledgerMs: 'manual', ...options })
        await use(net)
      },
      { scope: 'file' },
    ],
    account: async ({ net }, use) => {
      const keypair = Keypair.random()
      await Promise.all([net.fund({ accountId: keypair.publicKey() }), net.closeLedger()])
      await use(keypair)
    },
  }
}
