// Every request about environments and their installation: one method a route.
import type { Client } from './client';
import type {
  Drift,
  EnvironmentComparison,
  Install,
  InstallRequest,
  Installs,
  VersionEnvironment
} from './types';

/** Speaks the part of the REST interface that is about environments. Every method rejects with an ApiError. */
export class EnvironmentsClient {
  constructor(
    private readonly client: Pick<Client, 'json' | 'text' | 'origin'>
  ) {}

  /** Names this browser tab. */
  get origin(): string {
    return this.client.origin;
  }

  /** The environment of a version. */
  ofVersion(path: string, version: string): Promise<VersionEnvironment> {
    return this.client.json(['versions', version, 'environment'], {
      query: { path }
    });
  }

  /** The text of a file that describes a version's environment. */
  file(path: string, version: string, name: string): Promise<string> {
    return this.client.text(['versions', version, 'environment', 'file'], {
      query: { path, name }
    });
  }

  /** How the environments of two versions differ; without `newer`, of a version and the kernel as it is now. */
  compare(
    path: string,
    old: string,
    newer?: string | null
  ): Promise<EnvironmentComparison> {
    return this.client.json(['environments', 'diff'], {
      query: { path, old, new: newer ?? '' }
    });
  }

  /** Whether the notebook's kernel is still what its newest version was made with. */
  drift(path: string): Promise<Drift> {
    return this.client.json(['environments', 'drift'], { query: { path } });
  }

  /** Installations under way, and those that ended lately; newest first. */
  async installs(): Promise<Install[]> {
    return (await this.client.json<Installs>(['installs'], {})).installs;
  }

  /** How far one is. */
  install(id: string): Promise<Install> {
    return this.client.json(['installs', id], {});
  }

  /** Begin one. */
  begin(request: InstallRequest): Promise<Install> {
    return this.client.json(['installs'], { method: 'POST', body: request });
  }

  /** Stop one; it takes a moment. */
  cancel(id: string): Promise<Install> {
    return this.client.json(['installs', id], { method: 'DELETE' });
  }
}
