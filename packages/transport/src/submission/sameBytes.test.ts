import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createNetwork, envelope, LEDGER_MS, notTaken, queued, refusedBy } from '../../test/fakeNetwork.ts'
import { createSubmit } from './createSubmit.ts'

test('behavior: bytes that two calls bring at once are refused to neither, as a queue may hold the copy of the other one', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [notTaken, queued, refusedBy(-9, 5_000n)]
  const submit = createSubmit(port)
  const first = submit(envelope())
  await clock.advance(0)
  const second = submit(envelope())
  await clock.advance(0)
  network.close()
  await clock.advance(0)
  expect(network.posts).toBe(3) // the first call's second try is refused
  network.close({ code: 0 })
  await clock.advance(LEDGER_MS)
  expect(await Promise.all([first, second])).toMatchObject([{ status: 'applied' }, { status: 'applied' }])
})
