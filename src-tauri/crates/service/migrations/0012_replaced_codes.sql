-- Which messages carry a code. A new one takes the place of an earlier one that has not left yet; other messages never do.

ALTER TABLE deliveries ADD COLUMN carries_code INTEGER NOT NULL DEFAULT 0;
