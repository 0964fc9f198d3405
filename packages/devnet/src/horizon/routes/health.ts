import type { PlainRoute } from '../route.ts'

/** Whether the server has a database and a core. Here both are this process, so that they are there as long as it answers. */
export function healthRoutes(): readonly PlainRoute[] {
  const health = { database_connected: true, core_up: true, core_synced: true }
  return [{ path: '/health', family: 'instance', text: () => `${JSON.stringify(health)}\n` }]
}
