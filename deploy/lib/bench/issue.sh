row_issue() { missing issue 'the row' 'not written'; }
