import { type Kysely, sql } from 'kysely'

/** A month is closed by two people, sealed, and opened again by two. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE period_close (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      -- The first of the month, by the business's calendar.
      month date NOT NULL CHECK (month = date_trunc('month', month::timestamp)::date),
      -- A month that was opened again is closed anew.
      version integer NOT NULL CHECK (version > 0),
      state text NOT NULL DEFAULT 'review' CHECK (state IN ('review', 'signed_off', 'reopening', 'reopened')),
      maker_id uuid NOT NULL REFERENCES member,
      made_at timestamptz NOT NULL DEFAULT app_now(),
      checker_id uuid REFERENCES member,
      signed_at timestamptz,
      -- What was signed, byte for byte: a text, because JSON columns reorder.
      report text,
      digest text,
      previous_seal text,
      seal text,
      reopen_reason text CHECK (reopen_reason <> ''),
      reopen_maker_id uuid REFERENCES member,
      reopen_checker_id uuid REFERENCES member,
      reopened_at timestamptz,
      UNIQUE (month, version),
      CHECK (checker_id IS NULL OR checker_id <> maker_id),
      CHECK (reopen_checker_id IS NULL OR reopen_checker_id <> reopen_maker_id),
      CHECK ((state = 'review') = (signed_at IS NULL)),
      CHECK ((signed_at IS NULL) = (checker_id IS NULL)),
      CHECK (num_nulls(signed_at, report, digest, seal) IN (0, 4)),
      CHECK ((state IN ('reopening', 'reopened')) = (reopen_reason IS NOT NULL AND reopen_maker_id IS NOT NULL)),
      CHECK ((state = 'reopened') = (reopened_at IS NOT NULL AND reopen_checker_id IS NOT NULL))
    );
    CREATE UNIQUE INDEX period_close_standing ON period_close (month) WHERE state <> 'reopened';
    REVOKE DELETE ON period_close FROM haowu_app;

    -- What was signed stays as it was signed.
    CREATE FUNCTION keep_signed_close() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (NEW.month, NEW.version, NEW.maker_id, NEW.checker_id, NEW.signed_at, NEW.report, NEW.digest, NEW.previous_seal, NEW.seal)
          IS DISTINCT FROM
          (OLD.month, OLD.version, OLD.maker_id, OLD.checker_id, OLD.signed_at, OLD.report, OLD.digest, OLD.previous_seal, OLD.seal) THEN
          RAISE EXCEPTION 'the close of % is signed', OLD.month USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
    CREATE TRIGGER period_close_signed BEFORE UPDATE ON period_close FOR EACH ROW
      WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION keep_signed_close();

    -- Takes the lock of a month off, once two people have agreed to it; who only writes entries cannot.
    CREATE FUNCTION ledger.reopen_period(opening_month date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('ledger period'));
      IF NOT EXISTS (SELECT FROM public.period_close WHERE month = opening_month AND state = 'reopened'
          AND reopened_at = (SELECT max(reopened_at) FROM public.period_close WHERE month = opening_month)
          AND reopen_checker_id <> reopen_maker_id)
        OR EXISTS (SELECT FROM public.period_close WHERE month = opening_month AND state IN ('signed_off', 'reopening')) THEN
        RAISE EXCEPTION 'two people have not agreed to open %', opening_month USING ERRCODE = 'check_violation';
      END IF;
      DELETE FROM period WHERE month = opening_month;
    END $$;
    REVOKE ALL ON FUNCTION ledger.reopen_period FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ledger.reopen_period TO haowu_app;
  `.execute(db)
}
