import { expect, test } from 'vitest'
import { openAndClose } from './openClose.ts'

/** 300 cycles that keep 10 kB each would grow it by 3 MB. The leak check of this project's devnet tests holds the handles to none. */
const MAX_GROWTH_BYTES = 2_000_000

test('behavior: clients and streams that were opened and closed leave nothing on the heap', async () => {
  const { clientBytes, streamBytes } = await openAndClose({ clients: 300, streams: 300 })
  expect(clientBytes).toBeLessThan(MAX_GROWTH_BYTES)
  expect(streamBytes).toBeLessThan(MAX_GROWTH_BYTES)
}, 60_000)
