import { request as forward } from 'node:http'
import { createDevnet, devnetKey } from '@sdex/devnet'
import { Account, Asset, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { filter, firstValueFrom, take, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import type { SentRequest } from '../src/backends/withHooks.ts'
import { createHorizonClient } from '../src/createHorizonClient.ts'
import { authority } from './backends/certificates.ts'
import { http2Server, type RawServer } from './backends/rawServers.ts'

test('behavior: hooks of a client are told of requests, streams and failures, by URLs without secrets', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 41, cadence: 'immediate' })
  await net.closeLedger()
  const told: unknown[] = []
  const keep =
    (event: string) =>
    ({ kind, method, url }: SentRequest & { readonly status?: number }) =>
      told.push(`${event} ${kind} ${method} ${url.replace(net.url, '')}`)
  await using client = createHorizonClient({
    horizonUrl: `${net.url}/?apikey=s3cret`,
    hooks: { onRequest: keep('sent'), onResponse: keep('answered'), onError: keep('failed') },
  })
  await client.ledgers({ limit: 1 })
  expect(told.splice(0)).toEqual([
    'sent request GET /ledgers?apikey=…&limit=1',
    'answered request GET /ledgers?apikey=…&limit=1',
  ])
  const stream = client.ledgerStream()
  const following = stream.records$.subscribe()
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'live')))
  expect(told.filter((line) => String(line).startsWith('sent stream GET /ledgers'))).toHaveLength(1)
  following.unsubscribe()
  told.length = 0
  await net.stopListening()
  await expect(client.feeStats()).rejects.toMatchObject({ fault: 'refused' })
  expect(told).toContain('failed request GET /fee_stats?apikey=…')
  expect(JSON.stringify(told)).not.toContain('s3cret')
})

test('behavior: compressed answers of a Horizon are read as the plain ones', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 44, cadence: 'immediate' })
  for (let count = 0; count < 20; count += 1) await net.closeLedger()
  const sizes: number[] = []
  const make = (compression: boolean) =>
    createHorizonClient({
      horizonUrl: net.url,
      compression,
      hooks: { onResponse: ({ bytes }) => sizes.push(bytes) },
    })
  await using plain = make(false)
  await using compressed = make(true)
  expect(await compressed.ledgers()).toEqual(await plain.ledgers())
  expect(sizes[0]).toBe(sizes[1])
})

test('behavior: a stream that is left while it opens leaves nothing behind', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 43, cadence: 'immediate' })
  await net.closeLedger()
  await using client = createHorizonClient({ horizonUrl: net.url })
  const sequences: number[] = []
  for (let count = 0; count < 5; count += 1)
    sequences.push((await firstValueFrom(client.ledgerStream().records$)).sequence)
  expect(new Set(sequences).size).toBe(1) // and each was left when the first had come
  await client.close()
})

/** Stands before a Horizon as a balancer does, with HTTP/2 to its clients. */
function balancerOf(url: string): Promise<RawServer> {
  return http2Server((request, answer) => {
    const { ':path': path = '/', accept, 'content-type': contentType } = request.headers
    const headers = { accept, ...(contentType === undefined ? {} : { 'content-type': contentType }) }
    const onward = forward(`${url}${path}`, { method: request.method, headers, agent: false }, (received) => {
      const { connection: _, 'transfer-encoding': __, 'keep-alive': ___, ...kept } = received.headers
      answer.writeHead(received.statusCode ?? 502, kept)
      received.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    request.pipe(onward)
  })
}

test('behavior: over HTTP/2 reads, streams and a submission share two connections', async () => {
  await using net = await createDevnet({ ledgerMs: 100, seed: 42, cadence: 'immediate' })
  const key = devnetKey(net.seed, 'payer')
  await net.fund({ accountId: key.publicKey() })
  await using balancer = await balancerOf(net.url)
  await using client = createHorizonClient({ horizonUrl: balancer.url, ca: authority })
  const ledgers = firstValueFrom(client.ledgerStream().records$.pipe(take(5), toArray()))
  const snapshot = firstValueFrom(client.accountStream(key.publicKey()).records$)
  const reads = await Promise.all(Array.from({ length: 30 }, (_, index) => client.ledgers({ limit: index + 1 })))
  expect(reads).toHaveLength(30)
  const account = new Account(key.publicKey(), String((await snapshot).account.sequence))
  const transaction = new TransactionBuilder(account, { fee: '1000', networkPassphrase: net.passphrase })
    .addOperation(Operation.payment({ destination: key.publicKey(), asset: Asset.native(), amount: '1' }))
    .setTimeout(30)
    .build()
  transaction.sign(key)
  expect(await client.submit(transaction.toEnvelope().toXdr('base64'))).toMatchObject({ status: 'applied' })
  const sequences = (await ledgers).map(({ sequence }) => sequence)
  expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index))
  expect(balancer.connectionCount()).toBe(2)
})
