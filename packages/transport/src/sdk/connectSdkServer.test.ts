import { InvalidOptionError } from '@sdex/primitives'
import { Horizon } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { RawRequests } from '../types/raw.ts'
import { connectSdkServer } from './connectSdkServer.ts'

const raw: RawRequests = {
  get: async () => ({ status: 200, headers: {}, body: {} }),
  post: async () => ({ status: 200, headers: {}, body: {} }),
}

test('error: a server object without a way of its own is refused at once, and left as it is', () => {
  const server = new Horizon.Server('https://horizon.test')
  const { defaults } = server.httpClient
  delete defaults.adapter
  expect(() => connectSdkServer(server, { raw })).toThrow(InvalidOptionError)
  expect(defaults.adapter).toBeUndefined()
})

test('behavior: a server object that was given its own way back has it again', () => {
  const server = new Horizon.Server('https://horizon.test')
  const { defaults } = server.httpClient
  const own = defaults.adapter
  const giveBack = connectSdkServer(server, { raw })
  expect(defaults.adapter).not.toBe(own)
  giveBack()
  expect(defaults.adapter).toBe(own)
})

test.each([302, 418, 522])('error: a status %d that the SDK has no class for is told in its error', async (status) => {
  const server = new Horizon.Server('https://horizon.test')
  connectSdkServer(server, { raw: { ...raw, get: async () => ({ status, headers: {}, body: undefined }) } })
  await expect(server.ledgers().call()).rejects.toThrow(String(status))
})

test.each([
  ['https://horizon.test', '/'],
  ['https://horizon.test/v1', '/'],
  ['https://horizon.test/v1/', '/'],
  ['https://horizon.test/v1?key=k3y', '/?key=k3y'],
])('behavior: the root of a server object of %s is the root of the client', async (url, root) => {
  const asked: string[] = []
  const get: RawRequests['get'] = async (path) => {
    asked.push(path)
    return { status: 200, headers: {}, body: {} }
  }
  const server = new Horizon.Server(url)
  connectSdkServer(server, { raw: { ...raw, get } })
  await server.root()
  expect(asked).toEqual([root])
})
