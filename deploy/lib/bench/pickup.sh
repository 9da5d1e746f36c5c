row_pickup() { missing pickup 'the row' 'not written'; }
