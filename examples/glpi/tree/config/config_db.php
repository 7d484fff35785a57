<?php

class DB extends DBmysql
{
}
