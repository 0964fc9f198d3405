import { test as base, expect } from 'vitest'
import { type DevnetFixtures, devnetFixtures } from './devnetFixtures.ts'

const test = base.extend<DevnetFixtures>(devnetFixtures({ seed: 7 }))
const urls = new Set<string>()

test('behavior: a test has an account of its own', ({ net, account }) => {
  urls.add(net.url)
  expect(net.account(account.publicKey())?.balance).toBe(100_000_000_000n)
  expect(net.seed).toBe(7)
})

test('behavior: the tests of a file share one network, and no account', ({ net, account }) => {
  urls.add(net.url)
  expect(urls.size).toBe(1)
  expect(net.account(account.publicKey())?.sequence).toBeGreaterThan(0n)
})
