import type { Pool } from 'pg';

/** The disk under a database, which can be full for some of its tables or for all of them. */
export interface Disk {
  /** From now on whatever would make one of these tables larger fails as PostgreSQL says it (53100). */
  fill(tables: readonly string[] | 'all'): Promise<void>;
  /** There is room again. */
  free(): Promise<void>;
}

/**
 * Puts a trigger on every table that there is. A disk of its own would need a mount, which a test may not make everywhere;
 * and a real one is full for one statement and not for the next just as well, for many pages have room left.
 */
export async function disk(pool: Pool): Promise<Disk> {
  await pool.query(`
    create table full_table (name text primary key);
    create function no_space_left() returns trigger language plpgsql as $$ begin
      if exists (select from full_table where name in (tg_table_name, 'all')) then
        raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
      end if;
      return null;
    end $$;
    do $$ declare one name; begin
      for one in select tablename from pg_tables where schemaname = 'public' and tablename <> 'full_table' loop
        execute format('create trigger no_space_left before insert or update on %I
          for each statement execute function no_space_left()', one);
      end loop;
    end $$;`);
  return {
    fill: async (tables) => {
      const names = tables === 'all' ? ['all'] : tables;
      await pool.query('insert into full_table select unnest($1::text[]) on conflict do nothing', [names]);
    },
    free: async () => void (await pool.query('delete from full_table')),
  };
}
