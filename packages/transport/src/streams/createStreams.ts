import type { HorizonClient } from '../types/client.ts'
import { accountStream } from './accountStream.ts'
import { createBookBytes } from './bookBytes.ts'
import { createBeat } from './createBeat.ts'
import { createNewestKnown } from './createNewestKnown.ts'
import { createOnClose } from './createOnClose.ts'
import { ledgerStream } from './ledgerStream.ts'
import { offersStream } from './offersStream.ts'
import { orderBookStream } from './orderBookStream.ts'
import type { StreamContext, StreamPorts } from './ports.ts'
import { tradeStream } from './tradeStream.ts'

/** The streams of a client. */
export type Streams = Pick<
  HorizonClient,
  'ledgerStream' | 'orderBookStream' | 'tradeStream' | 'accountStream' | 'offersStream'
>

/** Makes the streams of a client. They share one timer, and one stream of ledgers; nothing is opened before somebody subscribes. */
export function createStreams(ports: StreamPorts): Streams {
  const context: StreamContext = {
    ...ports,
    beat: createBeat(ports.clock),
    onClose: createOnClose(ports.closed$),
    newestKnown: createNewestKnown(ports.ledgerTicks$), // before any stream hears of a tick
    bookBytes: createBookBytes(),
  }
  const ledgers = ledgerStream(context)
  return {
    ledgerStream: () => ledgers,
    orderBookStream: (market, options) => orderBookStream(context, market, options),
    tradeStream: (filter, options) => tradeStream(context, filter, options),
    accountStream: (accountId) => accountStream(context, ledgers, accountId),
    offersStream: (seller) => offersStream(context, ledgers, seller),
  }
}
