// What the Threads sidebar shows: the threads of the notebook in front that a filter and a search keep.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { DiscussionModel } from './model';
import { FILTERS, keeps, matches } from './shown';
import type { Filter, IShown } from './shown';

/** State of the sidebar. */
export class SidebarModel {
  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The discussion of the notebook in front, if there is one. */
  get discussion(): DiscussionModel | null {
    return this._discussion;
  }

  follow(discussion: DiscussionModel | null): void {
    this._discussion?.changed.disconnect(this._touch);
    this._discussion = discussion;
    discussion?.changed.connect(this._touch);
    this._touch();
  }

  get filter(): Filter {
    return this._filter;
  }

  setFilter(filter: Filter): void {
    this._filter = filter;
    this._touch();
  }

  get search(): string {
    return this._search;
  }

  setSearch(search: string): void {
    this._search = search;
    this._touch();
  }

  /** The threads that are listed. */
  get threads(): IShown[] {
    return this._kept(this._filter).filter(shown =>
      matches(shown, this._search)
    );
  }

  /** How many threads each filter keeps. */
  get counts(): Record<Filter, number> {
    return Object.fromEntries(
      FILTERS.map(filter => [filter, this._kept(filter).length])
    ) as Record<Filter, number>;
  }

  private _kept(filter: Filter): IShown[] {
    const model = this._discussion;
    return (model?.threads ?? []).filter(shown =>
      keeps(filter, shown, model!.unread(shown.thread), model!.me?.handle ?? '')
    );
  }

  private readonly _touch = (): void => this._changed.emit();

  private _discussion: DiscussionModel | null = null;
  private _filter: Filter = 'open';
  private _search = '';
  private readonly _changed = new Signal<this, void>(this);
}
