import type { Scope } from '@sdex/primitives'
import type { FrontOptions } from '../backends/createFront.ts'
import type { CheckedOptions } from '../devnetOptions.ts'
import { createListening, type Listening } from '../faults/createListening.ts'
import type { Friendbot } from '../friendbot/createFriendbot.ts'
import { startFriendbotService } from '../friendbot/startFriendbotService.ts'
import { makeCertificate } from '../horizon/certificate.ts'
import { createServer, type HorizonServer } from '../horizon/createServer.ts'
import type { OpenedNetwork } from './openNetwork.ts'

/** A network's servers. */
export type Servers = {
  readonly server: HorizonServer
  /** Whether Horizon's listens. */
  readonly listening: Listening
  readonly friendbotUrl: string
  /** PEM; undefined without TLS. */
  readonly certificate: string | undefined
}

/** Serves Horizon and friendbot, each on a port of its own. */
export async function startServers(
  scope: Scope,
  {
    checked,
    opened: { network, fates },
    friendbot,
    misfortune,
  }: {
    readonly checked: CheckedOptions
    readonly opened: OpenedNetwork
    readonly friendbot: Friendbot
    readonly misfortune: FrontOptions['misfortune']
  },
): Promise<Servers> {
  const certificate = checked.tls ? await makeCertificate(checked.host) : undefined
  const service = await startFriendbotService({
    ...checked,
    ...{ friendbot, certificate, port: checked.friendbotPort, horizonUrl: () => server.url },
  })
  scope.add(service.close)
  const server = createServer({ ...checked, certificate, network, friendbotUrl: service.url, fates, misfortune })
  const listening = createListening(server)
  scope.add(() => listening.setWanted(false))
  scope.add(server.close) // closed before: what fails from then on is no fault of the server
  await listening.setWanted(true)
  return { server, listening, friendbotUrl: service.url, certificate: certificate?.certificate }
}
