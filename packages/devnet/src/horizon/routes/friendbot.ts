import type { Redirect } from '../route.ts'

/** Horizon funds nobody itself: it sends the client to the service that it is configured with. */
export function friendbotRedirects(friendbotUrl: string): readonly Redirect[] {
  return [
    {
      path: '/friendbot',
      methods: ['GET', 'POST'],
      target: ({ origin, search }) => `${reachableFrom(origin, friendbotUrl)}?${search}`,
    },
  ]
}

/** Who listens on every address of the machine is found by the name that the client has for it. */
export function reachableFrom(origin: string, friendbotUrl: string): string {
  const url = new URL(friendbotUrl)
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = new URL(origin).hostname
  return url.href
}
