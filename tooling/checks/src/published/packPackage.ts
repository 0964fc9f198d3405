import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Packs a package into `folder` as npm would get it. Only pnpm applies `publishConfig` and puts versions where `workspace:` and `catalog:`
 * stand, so nothing less than the tarball shows what users get.
 *
 * @returns The tarball's path.
 */
export async function packPackage(packageFolder: string, folder: string): Promise<string> {
  const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', folder], { cwd: packageFolder })
  const { filename } = JSON.parse(stdout) as { filename: string }
  return join(folder, filename.split('/').at(-1) ?? filename)
}
