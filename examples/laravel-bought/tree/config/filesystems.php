<?php

return [
  'default' => env('FILESYSTEM_DISK', 'local'),
  'disks' => [
    'local' => [
      'driver' => 'local',
      'root' => public_path(Uploads::FOLDER),
    ],
  ],
  'links' => [
    public_path('storage') => storage_path('app/public'),
  ],
];
