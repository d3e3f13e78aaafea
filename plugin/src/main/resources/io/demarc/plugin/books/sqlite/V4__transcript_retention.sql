-- What was said in sessions is kept for a while only; the lines of the journal stay for ever.
DROP TRIGGER transcript_is_not_shortened;
CREATE INDEX journal_transcript ON journal (transcript_id) WHERE transcript_id IS NOT NULL;
