// What a version's summary of its environment leaves out.
import type { EnvironmentsClient } from '../api/environments';
import type { Version } from '../api/types';
import type { IEnvironmentNews } from './environment';

/** Ask how a version's environment differs from the one before, and what could not be read of it. */
export async function readNews(
  client: Pick<EnvironmentsClient, 'compare' | 'ofVersion'>,
  path: string,
  version: Version
): Promise<IEnvironmentNews> {
  const { environment, parents } = version;
  const [comparison, whole] = await Promise.all([
    environment?.changes && parents[0]
      ? client.compare(path, parents[0].id, version.id)
      : null,
    environment?.missing ? client.ofVersion(path, version.id) : null
  ]);
  return {
    diff: comparison?.diff ?? null,
    missing: whole?.environment?.missing ?? []
  };
}
