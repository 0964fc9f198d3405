import { recordStream } from '../src/streams/recordStream.ts'
import type { StreamSpec } from '../src/streams/streamSpec.ts'
import { count, object } from '../src/wire/fields.ts'
import { HELLO, record, type StreamSetUp, setUpStreams, type Watched, watch } from './fakeStreams.ts'

/** Records numbered from 1, at places 100-1, 100-2, ... */
export const numbers: StreamSpec<number> = {
  path: '/numbers',
  query: { limit: 200 },
  priority: 'market',
  kind: 'records',
  read: (json) => count(object(json)['n'], 'n'),
  prepare: async ({ cursor = '100-0' }) => cursor,
}
export const event = (n: number): string => record(`100-${n}`, { n })

export type Started = StreamSetUp & { readonly stream: Watched<number> }

export async function start(
  spec: Partial<StreamSpec<number>> = {},
  overrides: Parameters<typeof setUpStreams>[0] = {},
): Promise<Started> {
  const setUp = setUpStreams(overrides)
  const stream = watch(recordStream(setUp.context, () => ({ ...numbers, ...spec })))
  await setUp.clock.advance(0)
  return { ...setUp, stream }
}

export async function startLive(
  spec: Partial<StreamSpec<number>> = {},
  overrides: Parameters<typeof setUpStreams>[0] = {},
): Promise<Started> {
  const started = await start(spec, overrides)
  started.server.latest.send(HELLO)
  await started.clock.advance(0)
  return started
}

export const cursors = ({ server }: StreamSetUp): (string | null)[] =>
  server.connections.map(({ url }) => url.searchParams.get('cursor'))
