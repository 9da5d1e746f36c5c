row_start() { missing start 'the row' 'not written'; }
