// The versions list: only the rows in sight exist, and pages are fetched as they come in sight.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { Version } from '../api/types';
import type { VersionsModel } from './model';
import { GroupRow, SnapshotRow, VersionRow } from './row';
import type { IOptionProps, IRowContext } from './row';
import type { Row } from './rows';

interface IProps {
  model: VersionsModel;
  context: IRowContext;
}

/** A listbox of versions with snapshots between them. */
export function VersionList({ model, context }: IProps): JSX.Element {
  const { trans } = context;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = model;
  const active = activeIndex(rows, model);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (rows[index]?.kind === 'snapshot' ? 30 : 52),
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 8
  });
  const visible = virtualizer.getVirtualItems();

  const wanted = visible
    .map(({ index }) => rows[index])
    .flatMap(row => (row?.kind === 'version' ? [row.index] : []));
  const first = wanted[0] ?? 0;
  const last = wanted[wanted.length - 1] ?? 0;
  useEffect(() => {
    void model.cache.ensure(first, last);
  });

  const go = (index: number) => {
    const next = Math.min(Math.max(index, 0), rows.length - 1);
    virtualizer.scrollToIndex(next);
    selectRow(rows[next], model);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    const page = Math.max(visible.length - 12, 5);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1
    };
    const isMenu =
      event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10');
    if (event.key in moves) {
      go(moves[event.key]);
    } else if (isMenu) {
      const row = scroller.current?.querySelector('[aria-selected="true"]');
      if (row instanceof HTMLElement) {
        context.onMenu(row);
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      activate(rows[active], model, context);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const option = (index: number): IOptionProps => ({
    id: `${id}-${index}`,
    role: 'option',
    'aria-selected': index === active,
    'aria-setsize': rows.length,
    'aria-posinset': index + 1
  });

  return (
    <div
      ref={scroller}
      className="jp-jovian-List"
      role="listbox"
      tabIndex={0}
      aria-label={trans.__('Versions, newest first')}
      aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div
        className="jp-jovian-List-space"
        role="presentation"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {visible.map(item => {
          const row = rows[item.index];
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="presentation"
              className={rowClass(row, item.index === active)}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={event => clickRow(event, row, model)}
              onDoubleClick={() => activate(row, model, context)}
              onContextMenu={() => selectRow(row, model)}
            >
              <span className="jp-jovian-Row-dot" aria-hidden="true" />
              <RowContent
                row={row}
                option={option(item.index)}
                model={model}
                context={context}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function RowContent(props: {
  row: Row;
  option: IOptionProps;
  model: VersionsModel;
  context: IRowContext;
}): JSX.Element {
  const { row, option, model, context } = props;
  switch (row.kind) {
    case 'group':
      return (
        <GroupRow
          snapshots={row.snapshots}
          open={model.isOpen(row.key)}
          option={option}
          trans={context.trans}
        />
      );
    case 'snapshot':
      return (
        <SnapshotRow
          snapshot={row.snapshot}
          option={option}
          context={context}
        />
      );
    case 'version': {
      const version = model.cache.get(row.index);
      return version ? (
        <VersionRow
          version={version}
          older={model.cache.get(row.index + 1) ?? null}
          option={option}
          context={context}
        />
      ) : (
        <SkeletonRow option={option} />
      );
    }
  }
}

/** A row whose version is on its way. */
export function SkeletonRow(props: { option?: IOptionProps }): JSX.Element {
  return (
    <div className="jp-jovian-Row-text" {...props.option} aria-busy="true">
      <span className="jp-jovian-Skeleton" style={{ width: '70%' }} />
      <span className="jp-jovian-Skeleton" style={{ width: '45%' }} />
    </div>
  );
}

function rowClass(row: Row, selected: boolean): string {
  const kinds = {
    version: 'jp-jovian-Entry jp-jovian-Version',
    group: 'jp-jovian-Snap',
    snapshot: 'jp-jovian-Entry jp-jovian-Snap jp-jovian-Snapshot'
  };
  return `jp-jovian-Row ${kinds[row.kind]}${selected ? ' jp-mod-selected' : ''}`;
}

function rowVersion(
  row: Row | undefined,
  model: VersionsModel
): Version | null {
  if (row?.kind === 'snapshot') {
    return row.snapshot;
  }
  return row?.kind === 'version' ? (model.cache.get(row.index) ?? null) : null;
}

/** What `selected` holds for a row: its version's id, or the key of a group. */
function rowId(row: Row | undefined, model: VersionsModel): string | null {
  return row?.kind === 'group' ? row.key : (rowVersion(row, model)?.id ?? null);
}

function activeIndex(rows: readonly Row[], model: VersionsModel): number {
  const { selected } = model;
  if (!selected) {
    return -1;
  }
  const place = model.cache.indexOf(selected);
  return rows.findIndex(row =>
    row.kind === 'version'
      ? row.index === place
      : rowId(row, model) === selected
  );
}

function selectRow(row: Row | undefined, model: VersionsModel): void {
  const id = rowId(row, model);
  if (id) {
    model.select(id);
  }
}

function clickRow(event: MouseEvent, row: Row, model: VersionsModel): void {
  const button =
    event.target instanceof Element && event.target.closest('button');
  if (button && !button.matches('.jp-jovian-Row-environment')) {
    return;
  }
  selectRow(row, model);
  if (row.kind === 'group') {
    model.toggle(row.key);
  }
}

function activate(
  row: Row | undefined,
  model: VersionsModel,
  context: IRowContext
): void {
  if (row?.kind === 'group') {
    model.toggle(row.key);
    return;
  }
  const version = rowVersion(row, model);
  if (version) {
    context.onOpen(version);
  }
}
