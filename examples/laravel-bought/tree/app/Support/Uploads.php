<?php

class Uploads
{
    public const FOLDER = 'user-uploads';
}
